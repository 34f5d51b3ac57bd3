import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { type ProcessLike, Terminal } from '../../../server/src/cli/terminal.js';

/** A process whose standard streams are kept, at a terminal or not. */
function processWith(isTTY: boolean) {
	const [stdout, stderr] = [new PassThrough(), new PassThrough()].map((stream) => {
		return Object.assign(stream.setEncoding('utf8'), { isTTY });
	});
	const process = { stdin: new PassThrough(), stdout, stderr, env: {} } as unknown as ProcessLike;
	return { terminal: new Terminal(process), said: () => [stdout?.read(), stderr?.read()] };
}

/** Clears the screen, sets the title, puts text into the answer line, goes back a line, and C1 controls. */
const name = 'sql01\u001b[2J\u001b]0;title\u0007\u001b[5n\u009b2K\r\b\u007f';
const shown = 'sql01\\u001b[2J\\u001b]0;title\\u0007\\u001b[5n\\u009b2K\\u000d\\u0008\\u007f';

it('a terminal obeys nothing that a name in a file says', () => {
	const { terminal, said } = processWith(true);
	terminal.print(`VPort 1 (${name})\n\tone`);
	terminal.complain(name);
	expect(said()).toEqual([`VPort 1 (${shown})\n\tone\n`, `${shown}\n`]);
});

it('what stands out still does', () => {
	const { terminal, said } = processWith(true);
	terminal.print(`${terminal.styled('red', name)}\u001b[8m`);
	expect(said()).toEqual([`\u001b[31m${shown}\u001b[39m\\u001b[8m\n`, null]);
});

it('a pipe or a file gets every byte', () => {
	const { terminal, said } = processWith(false);
	terminal.print(name);
	expect(said()).toEqual([`${name}\n`, null]);
});
