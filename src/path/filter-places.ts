import { type Action, type FilterLayer, type Ruling, rulesPassedOver, rungsOf } from './filter.js';
import { firstMatch } from './first-match.js';
import type { Hop, StopCode } from './hop.js';
import { goOn, type Option, type Place, type Section, stop } from './journey.js';
import type { Flows, Protocol } from './match.js';

/** The layers that a packet which opens a connection runs through: all of them. */
export function firstPacketLayers(
  layers: readonly FilterLayer[],
  protocol: Protocol,
  code: 'filter_out' | 'filter_in',
): Section {
  return layers.map((layer) => layerPlace(layer, protocol, 'first', code));
}

/** The layers that ask about the reply too: the stateless ones. */
export function replyLayers(layers: readonly FilterLayer[], protocol: Protocol): Section {
  return layers
    .filter((layer) => !layer.stateful)
    .map((layer) => layerPlace(layer, protocol, 'reply', 'filter_return'));
}

function layerPlace(layer: FilterLayer, protocol: Protocol, packet: Hop['packet'], code: StopCode): Place {
  const rungs = rungsOf(layer, protocol);
  const fallback: Ruling = { action: layer.fallback, rule: undefined };
  return (flows) =>
    firstMatch(flows, rungs, fallback).map((decided) => ({
      flows: decided.flows,
      doubts: decided.doubts,
      options: decided.possible.map((ruling) => optionOf(ruling, layer, packet, code, decided.flows)),
    }));
}

function optionOf(
  { action, rule }: Ruling,
  layer: FilterLayer,
  packet: Hop['packet'],
  code: StopCode,
  flows: Flows,
): Option {
  const why = rule ? `rule ${rule.id} ${DOES[action]}` : `no rule matches, and ${layer.id} ${DOES[action]}`;
  const hop: Omit<Hop, 'effect'> = {
    kind: 'filter',
    packet,
    at: layer.id,
    ...(rule && { by: rule.id }),
    why,
  };
  if (action === 'continue') return goOn(hop);
  if (action === 'accept') return { ...goOn(hop), next: 'past' };
  const passedOver = rulesPassedOver(flows, layer);
  return stop(passedOver.length === 0 ? hop : { ...hop, passedOver }, code);
}

const DOES: Readonly<Record<Action, string>> = {
  continue: 'lets the packets go on',
  accept: 'lets the packets pass all further layers',
  drop: 'drops the packets',
};
