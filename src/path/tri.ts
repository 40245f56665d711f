/** What is known of a fact: it holds, it does not, or nobody could tell. `maybe` is carried through, never guessed away. */
export type Tri = 'yes' | 'no' | 'maybe';
