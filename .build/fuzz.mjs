// `npm run fuzz [-- --requests N --seed S]`: random OID requests at the emulated miniport, 10 million unless told. It fails
// on an exception, on an answer or a state that may not be, on a hang, and when the memory in use grows.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const SILENCE_IS_A_HANG = 120_000;
/** The heap after the first tenth is the yardstick: it may double from there, and no more. */
const MOST_GROWTH = 2;

const { values } = parseArgs({
	options: { requests: { type: 'string', default: '10000000' }, seed: { type: 'string' } },
});
const requests = Number(values.requests);
const seed = values.seed === undefined ? Date.now() % 0x100000000 : Number(values.seed);
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed) || seed < 0) {
	console.error('Usage: npm run fuzz [-- --requests N --seed S]');
	process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'rssv2-fuzz-'));
try {
	process.exitCode = await run(join(folder, 'fuzz.mjs'));
} finally {
	await rm(folder, { recursive: true, force: true });
}

async function run(program) {
	await build({
		absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
		entryPoints: ['test/fuzz/main.ts'],
		outfile: program,
		bundle: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'error',
	});
	console.log(`${requests.toLocaleString('en')} requests, seed ${seed}`);
	const started = Date.now();
	const child = spawn(process.execPath, ['--expose-gc', program, String(requests), String(seed)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let hung = false;
	const watch = () =>
		setTimeout(() => {
			hung = true;
			child.kill('SIGKILL');
		}, SILENCE_IS_A_HANG);
	let timer = watch();
	const ended = new Promise((resolve) => child.once('close', resolve));
	let report;
	let yardstick;
	let highest = 0;
	for await (const line of createInterface({ input: child.stdout })) {
		clearTimeout(timer);
		timer = watch();
		const told = JSON.parse(line);
		report = told.report;
		if (report || told.done < requests / 10) continue;
		yardstick ??= told.heapBytes;
		highest = Math.max(highest, told.heapBytes);
		if (process.stdout.isTTY) process.stdout.write(`\r${told.done.toLocaleString('en')}`);
	}
	clearTimeout(timer);
	const code = await ended;
	if (process.stdout.isTTY) process.stdout.write('\r');
	if (hung) return fail(`no sign of life for ${SILENCE_IS_A_HANG / 1000} s`);
	if (code !== 0 || !report) return fail(`the run ended with ${code}`);
	const seconds = (Date.now() - started) / 1000;
	const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
	console.log(`${report.changes.toLocaleString('en')} changed the state; by status:`);
	for (const [name, n] of Object.entries(report.statuses).sort((a, b) => b[1] - a[1]))
		console.log(`  ${name}: ${n.toLocaleString('en')}`);
	console.log(`${Object.keys(report.rules).length} rules refused at least once`);
	console.log(
		`heap in use: ${mebibytes(yardstick)} after a tenth, at most ${mebibytes(highest)} from there on`,
	);
	console.log(
		`${seconds.toFixed(1)} s, ${Math.round(requests / seconds).toLocaleString('en')} requests a second`,
	);
	return highest > yardstick * MOST_GROWTH ? fail('the memory in use grew') : 0;
}

function fail(why) {
	console.error(`fuzz failed: ${why} (seed ${seed})`);
	return 1;
}
