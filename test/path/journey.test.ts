import { describe, expect, it } from 'vitest';
import { goOn, type Option, type Place, stop, travel } from '../../src/path/journey.js';
import type { Flows } from '../../src/path/match.js';

const flows: Flows = { protocol: 'tcp', local: [], remote: [], localPorts: [], remotePorts: [] };
const hop = (at: string) => ({ kind: 'filter', packet: 'first', at, why: at }) as const;
const on = (at: string): Option => goOn(hop(at));
const past = (at: string): Option => ({ ...goOn(hop(at)), next: 'past' });
const drop = (at: string): Option => stop(hop(at), 'filter_out');
const place =
  (...options: Option[]): Place =>
  (part) => [{ flows: part, options, doubts: [`doubt at ${options[0]?.hop.at}`] }];

const endings = (...sections: Place[][]) => {
  const [journey] = travel(flows, sections);
  const ends = journey?.endings.map(({ hops, cause, beside }) => {
    return `${hops.map(({ at }) => at).join('>')} ${cause?.code ?? 'arrives'}${beside ? ' beside' : ''}`;
  });
  return { ends, doubts: journey?.doubts };
};

describe('travel', () => {
  it('notes every place up to the end', () => {
    expect(endings([place(on('a'))], [place(on('b'))])).toEqual({ ends: ['a>b arrives'], doubts: [] });
    expect(endings([place(on('a')), place(drop('b')), place(on('c'))]).ends).toEqual(['a>b filter_out']);
  });

  it('jumps to the end of the section only', () => {
    expect(endings([place(past('a')), place(drop('b'))], [place(on('c'))]).ends).toEqual(['a>c arrives']);
    expect(endings([place(past('a'))], [place(drop('b'))]).ends).toEqual(['a>b filter_out']);
  });

  it('keeps ways apart that exclude each other', () => {
    expect(endings([place(drop('a'), on('b'))], [place(on('c'))])).toEqual({
      ends: ['a filter_out', 'b>c arrives'],
      doubts: ['doubt at a'],
    });
    expect(endings([place(past('a'), on('b')), place(drop('c'))]).ends).toEqual([
      'b>c filter_out',
      'a arrives',
    ]);
  });

  it('has no doubt when all options agree', () => {
    expect(endings([place(on('a'), on('b'))])).toEqual({ ends: ['b arrives'], doubts: [] });
    expect(endings([place(drop('a'), drop('b'))])).toEqual({ ends: ['b filter_out'], doubts: [] });
  });

  it('marks what happens beside the main way', () => {
    const spread: Option = { ...goOn(hop('a')), others: [stop(hop('x'), 'route_elsewhere')] };
    expect(endings([place(spread)]).ends).toEqual(['x route_elsewhere beside', 'a arrives']);
    expect(endings([place(spread, on('b'))]).ends).toEqual(['x route_elsewhere', 'a arrives']);
  });
});
