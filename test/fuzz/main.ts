import { fuzz } from './fuzz.js';

// One fuzz run as a process of its own, told of on standard output as JSON lines: node --expose-gc main.js REQUESTS SEED
const [requests, seed] = process.argv.slice(2).map(Number) as [number, number];
const every = Math.max(10_000, Math.round(requests / 200_000) * 10_000);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const report = fuzz({
	requests,
	seed,
	onProgress: (done) => {
		if (done % every !== 0) return;
		globalThis.gc?.();
		tell({ done, heapBytes: process.memoryUsage().heapUsed });
	},
});
tell({ report });
