"use strict";

/**
 * Stretches of lines that fold: each section, from its `[name]` to its last line that is not empty.
 * @param {readonly string[]} lines
 * @returns {{start: number, end: number}[]} line numbers from 0, the end included
 */
function sectionRanges(lines) {
  const starts = [...lines.keys()].filter((number) => /^\s*\[/.test(lines[number]));
  return starts
    .map((start, i) => ({ start, end: lastFilled(lines, start, starts[i + 1] ?? lines.length) }))
    .filter(({ start, end }) => end > start);
}

/**
 * The last line of a section that belongs to it; remarks right above the next section belong to that one.
 * @param {readonly string[]} lines
 * @param {number} start
 * @param {number} next
 */
function lastFilled(lines, start, next) {
  let end = next - 1;
  if (next < lines.length) while (end > start && /^\s*\/\//.test(lines[end])) end--;
  while (end > start && !lines[end].trim()) end--;
  return end;
}

module.exports = { sectionRanges };
