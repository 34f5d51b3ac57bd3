import { type Command, Option } from 'commander';
import type { Layout } from '../ndis/layout.js';
import { type BufferFormat, bufferFormats, formatBuffer } from '../oid/bufferText.js';
import { encodeOidBuffer, OidDescriptionError } from '../oid/encode.js';
import { readOidDescription } from '../oid/readDescription.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { displayName, readText } from './files.js';
import { layoutOption, requireStructure } from './oidDecode.js';

interface EncodeOptions {
	readonly format: Format;
	readonly json: string;
	readonly as: BufferFormat;
	readonly layout: Layout;
}

/** `rssv2 oid encode NAME --json FILE|- [--as hex|c|base64] [--layout x64|x86]` */
export function oidEncodeCommand(context: CliContext): Command {
	return command<EncodeOptions>(
		context,
		{
			name: 'encode',
			description:
				'Make a request buffer of what decode --format json prints, or of {"fields": {"NumberOfQueues": 4}}: header, offsets and counts that are left out are filled in.',
			configure: (self) =>
				self
					.argument('<name>', 'OID or structure')
					.requiredOption('--json <file>', 'the fields, - for standard input')
					.addOption(
						new Option('--as <format>', 'how to write the bytes').choices(bufferFormats).default('hex'),
					)
					.addOption(layoutOption()),
		},
		async ([name = ''], { format, json: file, as, layout }) => {
			const structure = requireStructure(name, layout);
			const bytes = await encode();
			const text = formatBuffer(bytes, as);
			if (format === 'json')
				context.terminal.printJson({ structure: structure.name, size: bytes.length, as, text });
			else context.terminal.print(text);
			return Exit.clean;

			async function encode(): Promise<Uint8Array> {
				const text = await readText(context, file);
				try {
					const description = readOidDescription(text);
					if (description.structure !== undefined && description.structure !== structure.name)
						throw new OidDescriptionError(`It describes a ${description.structure}, no ${structure.name}.`);
					return encodeOidBuffer(structure, description);
				} catch (error) {
					if (!(error instanceof OidDescriptionError)) throw error;
					throw usageError(`${displayName(file)}: ${error.message}`);
				}
			}
		},
	);
}
