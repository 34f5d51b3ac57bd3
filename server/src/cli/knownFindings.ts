import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Finding } from '../config/finding.js';
import { usageError } from './exit.js';
import { fileError } from './files.js';
import type { CheckedFile } from './sarif.js';

/** A finding that is known, and how often. No line: it may move, and stays the same finding. */
interface KnownFinding {
	/** Below the folder of the baseline, parts joined by `/`. */
	readonly file: string;
	readonly code: string;
	/** `VPort 1`, by its id; absent for what is about the file or the adapter. */
	readonly entity?: string;
	readonly message: string;
	readonly count: number;
}

interface BaselineFile {
	readonly version: 1;
	readonly findings: readonly KnownFinding[];
}

/** What is left of findings when the known ones are taken out. */
export interface Compared {
	readonly files: CheckedFile[];
	/** How many were known. */
	readonly known: number;
	/** How many of the known ones are gone. */
	readonly gone: number;
}

/** The lints of files as they are now; what is an error of the text or a refusal cannot be let pass. */
export function baselineOf(files: readonly CheckedFile[], path: string): BaselineFile {
	const counted = new Map<string, KnownFinding>();
	for (const file of files) {
		for (const finding of file.findings.filter(isLint)) {
			const one = identify(file, finding, path);
			const key = keyOf(one);
			counted.set(key, { ...one, count: (counted.get(key)?.count ?? 0) + 1 });
		}
	}
	const findings = [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
	return { version: 1, findings };
}

/** Takes out of the findings those that a baseline knows, each as often as it knows it. */
export function withoutKnown(files: readonly CheckedFile[], baseline: BaselineFile, path: string): Compared {
	const left = new Map(baseline.findings.map((one) => [keyOf(one), one.count]));
	let known = 0;
	const kept = files.map((file) => ({
		...file,
		findings: file.findings.filter((finding) => {
			const key = keyOf(identify(file, finding, path));
			const count = left.get(key) ?? 0;
			if (!isLint(finding) || count === 0) return true;
			left.set(key, count - 1);
			known++;
			return false;
		}),
	}));
	// Of files that were not looked at nothing is known.
	const seen = new Set(files.map(({ name }) => pathBelow(name, path)));
	const gone = baseline.findings
		.filter(({ file }) => seen.has(file))
		.reduce((sum, one) => sum + (left.get(keyOf(one)) ?? 0), 0);
	return { files: kept, known, gone };
}

/**
 * Reads a baseline.
 * @throws CliError (usage) when there is none, or it is no baseline
 */
export async function readBaseline(path: string): Promise<BaselineFile> {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT')
			throw usageError(`${path}: there is no such file; --update-baseline makes it.`);
		throw fileError(path, 'read', error);
	});
	const baseline = parsed(text);
	if (!baseline) throw usageError(`${path}: is no baseline of rssv2 check.`);
	return baseline;
}

/** Writes a baseline, whole or not at all. @throws CliError (usage) */
export async function writeBaseline(path: string, baseline: BaselineFile): Promise<void> {
	try {
		await writeFile(`${path}.new`, `${JSON.stringify(baseline, undefined, '\t')}\n`);
		await rename(`${path}.new`, path);
	} catch (error) {
		throw fileError(path, 'write', error);
	}
}

function isLint({ kind }: Finding): boolean {
	return kind === 'lint';
}

function identify({ name, documents }: CheckedFile, finding: Finding, path: string) {
	const { code, message, entity = -1 } = finding;
	const document = documents.find(({ findings }) => findings.includes(finding));
	const id = document?.configuration?.entities[entity]?.vportId.value;
	const about = id === undefined ? {} : { entity: `VPort ${id}` };
	return { file: pathBelow(name, path), code, ...about, message };
}

function keyOf({ file, code, entity = '', message }: Omit<KnownFinding, 'count'>): string {
	return JSON.stringify([file, code, entity, message]);
}

function pathBelow(name: string, baseline: string): string {
	return relative(dirname(resolve(baseline)), resolve(name))
		.split(sep)
		.join('/');
}

function parsed(text: string): BaselineFile | undefined {
	try {
		const value = JSON.parse(text) as Partial<BaselineFile> | null;
		const good =
			value?.version === 1 &&
			Array.isArray(value.findings) &&
			value.findings.every(
				({ file, code, message, count }) =>
					[file, code, message].every((part) => typeof part === 'string') &&
					Number.isInteger(count) &&
					count > 0,
			);
		return good ? (value as BaselineFile) : undefined;
	} catch {
		return undefined;
	}
}
