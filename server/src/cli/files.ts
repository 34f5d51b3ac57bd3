import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { CliContext } from './context.js';
import { type CliError, usageError } from './exit.js';

/** Larger files are not even read. The parsers have tighter limits of their own. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file, or of standard input for `-`. UTF-8, or UTF-16 by its byte order mark (what PowerShell's `>` writes).
 * @throws CliError (usage) when it cannot be read
 */
export async function readText({ process }: CliContext, file: string): Promise<string> {
	if (file === '-') return decode(await readStream(process.stdin));
	try {
		const { size } = await stat(file);
		if (size > MAX_BYTES) throw tooLarge(file);
		return decode(await readFile(file));
	} catch (error) {
		throw fileError(file, 'read', error);
	}
}

/** Names a stream in messages. */
export function displayName(file: string): string {
	return file === '-' ? '<stdin>' : file;
}

/** A failed file operation as a sentence for the user; anything else as it is. */
export function fileError(file: string, verb: string, error: unknown): unknown {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	const reasons: Readonly<Record<string, string>> = {
		ENOENT: 'there is no such file',
		ENOTDIR: 'there is no such file',
		EISDIR: 'it is a directory',
		EACCES: 'permission is denied',
		EPERM: 'permission is denied',
		ENAMETOOLONG: 'its name is too long',
		ELOOP: 'it is a link in a circle',
		EEXIST: 'it exists already',
		ENOSPC: 'the disk is full',
		EROFS: 'the file system is read-only',
		ERR_INVALID_ARG_VALUE: 'its name is not valid',
	};
	if (typeof code !== 'string') return error;
	return usageError(`${displayName(file)}: cannot ${verb} it: ${reasons[code] ?? code}.`);
}

async function readStream(stream: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream) {
		const bytes = Buffer.from(chunk);
		size += bytes.length;
		if (size > MAX_BYTES) throw tooLarge('-');
		chunks.push(bytes);
	}
	return Buffer.concat(chunks);
}

function tooLarge(file: string): CliError {
	return usageError(`${displayName(file)}: too large: at most ${MAX_BYTES / 1024 / 1024} MB are read.`);
}

function decode(bytes: Uint8Array): string {
	const encoding =
		bytes[0] === 0xff && bytes[1] === 0xfe
			? 'utf-16le'
			: bytes[0] === 0xfe && bytes[1] === 0xff
				? 'utf-16be'
				: 'utf-8';
	return new TextDecoder(encoding).decode(bytes);
}
