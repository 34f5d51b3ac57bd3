// `npm run audit`: known vulnerabilities of the locked dependencies, as the npm registry tells them. Exit status 0: none that
// counts, 1: some, 3: the registry did not say. What is shipped counts at any severity, a tool that only builds or tests
// from `high` on. Not a part of `npm test`: it depends on the day, not on the sources.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { bundledPackages } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const GRAVE = ['high', 'critical'];
const UNANSWERED = 3;
const LIMIT = 120_000;

const { text, status } = await npmAudit();
const report = parsed(text);
if (report?.auditReportVersion !== 2 || typeof report.vulnerabilities !== 'object') {
	const why = report?.message ?? report?.error?.summary ?? `npm audit ended with ${status}`;
	console.error(`Not audited: the registry gave no answer (${why || 'none'}).`);
	process.exitCode = UNANSWERED;
} else {
	process.exitCode = judge(Object.values(report.vulnerabilities), await shippedNames());
}

/** Prints every vulnerable package; 1 when one of them counts. */
function judge(vulnerable, shipped) {
	let counting = 0;
	for (const { name, severity, via, range } of vulnerable) {
		const counts = shipped.has(name) || GRAVE.includes(severity);
		if (counts) counting++;
		const titles = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} ${one.url}`));
		const kind = shipped.has(name) ? 'shipped' : 'tool';
		console.log(
			`${counts ? 'counts' : 'noted'}: ${name} ${range} (${kind}, ${severity}): ${titles.join('; ')}`,
		);
	}
	console.log(
		`${vulnerable.length} vulnerable packages, ${counting} of them count; ${shipped.size} packages are shipped.`,
	);
	return counting > 0 ? 1 : 0;
}

/** Names of the packages whose code is in the bundles. */
async function shippedNames() {
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-audit-'));
	try {
		const packages = await bundledPackages(await build({ outdir: folder, production: true }));
		return new Set(packages.map(({ name }) => name));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** What `npm audit` of the lock file said. It ends with 1 for vulnerabilities as for a registry that has no answer. */
async function npmAudit() {
	const npm = process.env.npm_execpath;
	const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []];
	const args = [...first, 'audit', '--json', '--package-lock-only'];
	const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], timeout: LIMIT });
	let text = '';
	child.stdout.setEncoding('utf8').on('data', (chunk) => {
		text += chunk;
	});
	const status = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? signal));
	});
	return { text, status };
}

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
