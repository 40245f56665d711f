import { slotOf } from './cluster.js';
import { failure, OK, type RespReply, syntaxError } from './reply.js';
import type { Args, Session } from './session.js';

/** GET. */
export function get(session: Session, [key]: Args): RespReply {
  return onKey(session, key, (name) => session.store.data.get(name) ?? null);
}

/** DEL. */
export function del(session: Session, keys: Args): RespReply {
  return countKeys(session, keys, (name) => session.store.data.delete(name));
}

/** EXISTS. */
export function exists(session: Session, keys: Args): RespReply {
  return countKeys(session, keys, (name) => session.store.data.has(name));
}

/** SET. */
export function set(session: Session, [key, value, ...options]: Args): RespReply {
  if (!key || !value) return syntaxError();
  return onKey(session, key, (name) => {
    // Expiry is accepted and ignored: nothing here lives long enough.
    const words = options.map((option) => String(option).toUpperCase());
    const there = session.store.data.has(name);
    if ((words.includes('NX') && there) || (words.includes('XX') && !there)) return null;
    session.store.data.set(name, Buffer.from(value));
    return OK;
  });
}

/** Runs `use` when this node holds the key's slot, or says which node does. */
function onKey(session: Session, key: Buffer | undefined, use: (name: string) => RespReply): RespReply {
  if (!key) return syntaxError();
  const { node, store } = session;
  const slot = slotOf(key);
  if (node && (slot < node.firstSlot || slot > node.lastSlot)) {
    const holder =
      store.nodes.find(({ firstSlot, lastSlot }) => slot >= firstSlot && slot <= lastSlot) ?? node;
    return failure(`MOVED ${slot} ${holder.address}:${holder.port}`);
  }
  return use(key.toString('latin1'));
}

function countKeys(session: Session, keys: Args, matches: (name: string) => boolean): RespReply {
  const slots = new Set(session.node ? keys.map(slotOf) : []);
  if (slots.size > 1) return failure("CROSSSLOT Keys in request don't hash to the same slot");
  return onKey(session, keys[0], () => keys.filter((key) => matches(key.toString('latin1'))).length);
}
