import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLines, type LineChange } from '../../../server/src/cli/changedLines.js';

/** The lines after, made from the lines before and the changes. */
function applied(before: readonly string[], changes: readonly LineChange[]): string[] {
	const lines = [...before];
	for (const { line, removed, added } of [...changes].reverse()) {
		expect(lines.slice(line - 1, line - 1 + removed.length)).toEqual(removed);
		lines.splice(line - 1, removed.length, ...added);
	}
	return lines;
}

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd'), { minLength: 1, maxLength: 12 });

test('the changes make the one text from the other', () => {
	fc.assert(
		fc.property(lines, lines, (before, after) => {
			const changes = changedLines(before.join('\n'), after.join('\n'));
			expect(applied(before, changes)).toEqual(after);
			expect(changes.length === 0).toBe(before.join('\n') === after.join('\n'));
		}),
	);
});

test('a line that became three is one change, whatever the line breaks', () => {
	expect(changedLines('a\r\nb\r\nc', 'a\r\nx\r\ny\r\nz\r\nc')).toEqual([
		{ line: 2, removed: ['b'], added: ['x', 'y', 'z'] },
	]);
});
