import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const start = fileURLToPath(new URL('../../.build/start.mjs', import.meta.url));

test('npm start opens the examples and a running emulator', async () => {
	const { stdout } = await promisify(execFile)(process.execPath, [start, '--check']);
	expect(stdout).toMatch(/Open http:\/\/127\.0\.0\.1:\d+\/\?folder=/);
	expect(stdout).toContain('The emulator answers: SLOT 3 Port 1, vmq mode.');
});

test('npm start refuses an unknown option', async () => {
	await expect(promisify(execFile)(process.execPath, [start, '--nonsense'])).rejects.toMatchObject({
		code: 2,
		stderr: expect.stringContaining('--code-server'),
	});
});
