/**
 * A pattern in which `*` stands for any text and `?` for one character, as in EC2's filters and in policies. A
 * backslash takes a wildcard's meaning away in filters.
 */
export function wildcard(pattern: string, options: { readonly escapes: boolean }): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (options.escapes && character === '\\' && index + 1 < pattern.length) {
      index += 1;
      source += literal(pattern.charAt(index));
    } else if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else source += literal(character);
  }
  return new RegExp(`^${source}$`, 's');
}

function literal(character: string): string {
  return character.replace(/[\\^$.|?*+()[\]{}/-]/, '\\$&');
}
