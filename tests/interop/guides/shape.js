import assert from 'node:assert/strict';

// What differs each time: shown as an example, compared by form.
const varying = [
  [/^[ \t]*\.\.\.[ \t]*$/, ' ?[^]*? ?'], // a line of three dots: any lines
  [/\.\.\./, '[^"\\s]*'], // three dots in a line: the rest of a word
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/],
  [/\b[0-9a-f]{32}\b/], // a correlation ID
  [/\bdc\d-[a-z2-9]{14}\b/], // the ID of a credential
  [/\b1[7-9]\d{8}\b/, '1\\d{9}'], // seconds since 1970
];
const anyOfThem = new RegExp(varying.map(([{ source }]) => `(${source})`).join('|'), 'gm');

const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** White space separates words, and no more: a guide may break a line where the program doesn't. */
const squeeze = (text) => text.trim().replace(/\s+/g, ' ').replace(/ ?([{}[\],:]) ?/g, '$1');

/** Fails unless a program printed what a guide shows. */
export function assertShown(printed, shown, what) {
  const found = [];
  const marked = shown.replace(anyOfThem, (...match) => {
    const kind = match.slice(1, 1 + varying.length).findIndex((group) => group !== undefined);
    found.push(varying[kind][1] ?? varying[kind][0].source);
    return kind === 0 ? '\u0001' : '\u0000';
  });
  const pattern = escape(squeeze(marked).replace(/ ?\u0001 ?/g, '\u0001')).replace(/[\u0000\u0001]/g, () => found.shift());
  assert.match(squeeze(printed), new RegExp(`^${pattern}$`), `${what} printed something else than the guide shows:\n${printed}\n\nThe guide:\n${shown}`);
}
