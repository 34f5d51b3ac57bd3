import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../client/src/features/import/decodeText.js';
import { warningWords } from '../../../client/src/features/import/words.js';

const text = 'Name : SLOT 3 Port 1 – “é”\r\n';
/** UTF-16 code units as bytes. */
const utf16 = (littleEndian: boolean) => {
	const view = new DataView(new ArrayBuffer(2 * (text.length + 1)));
	[0xfeff, ...[...text].map((c) => c.charCodeAt(0))].forEach((unit, i) => {
		view.setUint16(2 * i, unit, littleEndian);
	});
	return new Uint8Array(view.buffer);
};

describe('the text of a file', () => {
	test.each([
		['UTF-8', new TextEncoder().encode(text)],
		['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)])],
		['UTF-16, as PowerShell 5 redirects', utf16(true)],
		['UTF-16, big end first', utf16(false)],
	])('in %s', (_encoding, bytes) => expect(decodeText(bytes)).toBe(text));

	test('of no file', () => expect(decodeText(new Uint8Array())).toBe(''));

	test('that is none', () => {
		expect(() => decodeText(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x80]))).toThrow('UTF-8 or UTF-16');
	});
});

describe('warnings of an import', () => {
	test('none, one, and several in one message', () => {
		expect(warningWords([])).toBeUndefined();
		expect(warningWords(['Line 3: “x”.'])).toBe('Line 3: “x”.');
		expect(warningWords(['Line 3: “x”.', 'Line 4: “y”.'])).toMatch(/^2 things .*Line 3: “x”\.$/);
	});
});
