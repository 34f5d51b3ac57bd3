import { type Command, Option } from 'commander';
import { DEFAULT_LAYOUT, type Layout, layouts } from '../ndis/layout.js';
import type { OidName } from '../ndis/oid.js';
import { parseBuffer } from '../oid/bufferText.js';
import { decodeOidBuffer } from '../oid/decode.js';
import { decodedText } from '../oid/describeText.js';
import { MAX_OID_BUFFER } from '../oid/encode.js';
import { type OidStructure, oidStructures, structureNamed, structuresOf } from '../oid/structures.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { displayName, readText } from './files.js';

interface DecodeOptions {
	readonly format: Format;
	readonly oid?: string;
	readonly as?: 'hex' | 'base64';
	readonly layout: Layout;
}

/** `rssv2 oid decode [FILE|-] [--oid NAME] [--as hex|base64] [--layout x64|x86]` */
export function oidDecodeCommand(context: CliContext): Command {
	return command<DecodeOptions>(
		context,
		{
			name: 'decode',
			description: 'Name every field of a request buffer, given as hex, a C initialiser or base64.',
			configure: (self) =>
				self
					.argument('[file]', 'text with the bytes, - for standard input', '-')
					.option('--oid <name>', 'the OID or structure, where the header does not tell')
					.addOption(new Option('--as <format>', 'how the bytes are written').choices(['hex', 'base64']))
					.addOption(layoutOption()),
		},
		async ([file = '-'], { format, oid, as, layout }) => {
			const buffer = parseBuffer(await readText(context, file), as);
			if (!buffer) throw usageError(`${displayName(file)}: is neither hex nor base64.`);
			if (buffer.length === 0) throw usageError(`${displayName(file)}: holds no bytes.`);
			if (buffer.length > MAX_OID_BUFFER)
				throw usageError(`${displayName(file)}: holds more than ${MAX_OID_BUFFER} bytes.`);
			const structure = oid === undefined ? structureOf(buffer, file, layout) : requireStructure(oid, layout);
			const decoded = decodeOidBuffer(
				buffer,
				structure,
				structure.oids.find((known) => known === oid),
			);
			if (format === 'json') context.terminal.printJson({ ...decoded, oid: decoded.oid ?? null });
			else context.terminal.print(decodedText(decoded));
			return decoded.problems.length === 0 ? Exit.clean : Exit.findings;
		},
	);
}

/** `--layout x64|x86` of the commands about buffers. */
export function layoutOption(): Option {
	return new Option('--layout <layout>', 'the machine whose compiler lays the structures out')
		.choices(layouts)
		.default(DEFAULT_LAYOUT);
}

/**
 * The structure of an OID's or its own name.
 * @throws CliError (usage) that lists those there are
 */
export function requireStructure(name: string, layout: Layout): OidStructure {
	const structure = structureNamed(name, layout);
	if (structure) return structure;
	const known: OidName[] = oidStructures.flatMap(({ oids }) => oids);
	throw usageError(`No structure of "${name}" is known. Known are: ${known.join(', ')}.`);
}

function structureOf(buffer: Uint8Array, file: string, layout: Layout): OidStructure {
	const [only, ...more] = structuresOf(buffer, layout);
	if (!only) {
		const type = `0x${(buffer[0] ?? 0).toString(16)}`;
		throw usageError(
			`${displayName(file)}: no structure has the header type ${type}; name its OID with --oid.`,
		);
	}
	if (more.length === 0) return only;
	const names = [only, ...more].map(({ oids }) => oids[0]);
	throw usageError(
		`${displayName(file)}: its header fits ${names.length} structures; say which with --oid: ${names.join(', ')}.`,
	);
}
