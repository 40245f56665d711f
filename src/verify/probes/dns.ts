import type { LookupFact } from '../facts.js';
import type { Outcome, VerifyRun } from '../run.js';
import type { Probe } from './probe.js';

/** What the name resolves to, A and AAAA apart, asked the way every program on this host asks. */
export const probeDns: Probe = async (run) => {
  await run.paths();
  const { dns } = run.facts;
  if (!dns) {
    await run.check('dns.lookup', 'dns', () => ({
      status: 'skipped',
      summary: 'the endpoint is an address',
    }));
    return;
  }
  await run.check('dns.a', 'dns', () => record(run, 'A', dns.a, dns.aaaa, dns.source));
  await run.check('dns.aaaa', 'dns', () => record(run, 'AAAA', dns.aaaa, dns.a, dns.source));
};

function record(run: VerifyRun, type: string, fact: LookupFact, other: LookupFact, asked: string): Outcome {
  const name = run.request.host;
  const evidence = { name, record: type, asked };
  const { ms } = fact;
  switch (fact.kind) {
    case 'answers': {
      const answers = fact.addresses;
      return {
        status: 'pass',
        summary: `${type} ${answers.join(', ')}`,
        evidence: { ...evidence, answers },
        ms,
      };
    }
    case 'none': {
      // A name with one family only is as good as one with both.
      const status = other.kind === 'answers' ? 'pass' : 'fail';
      const summary = other.kind === 'answers' ? `${type} none` : `${type} of ${name}: ${fact.errno}`;
      return { status, summary, evidence: { ...evidence, errno: fact.errno }, ms };
    }
    case 'no-answer': {
      const summary = `${type} of ${name}: no answer (${fact.errno})`;
      return { status: 'inconclusive', summary, evidence: { ...evidence, errno: fact.errno }, ms };
    }
  }
}
