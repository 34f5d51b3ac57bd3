// Compiles the JSON schemas with ajv to standalone modules, so that no schema is compiled at run time.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const schemas = { configuration: 'rssv2.schema.json', preset: 'preset.schema.json' };
/** What only readers of the schema ask for: errors carry the schema that they are about, but not these. */
const annotations = new Set([
	'title',
	'markdownDescription',
	'examples',
	'default',
	'unit',
	'ndis',
	'inf',
	'powershell',
	'ethtool',
	'documentation',
	'enumDescriptions',
]);
const generated = new URL('../server/src/config/generated/', import.meta.url);

/** Writes `generated/<name>.js` and its declaration for every schema; throws when a schema is not valid draft-07. */
export async function compileSchemas() {
	await mkdir(generated, { recursive: true });
	for (const [name, file] of Object.entries(schemas)) {
		const schema = JSON.parse(await readFile(new URL(`../schemas/${file}`, import.meta.url), 'utf8'));
		const ajv = new Ajv({
			allErrors: true,
			verbose: true,
			strict: true,
			allowUnionTypes: true,
			strictTypes: false,
			inlineRefs: false,
			code: { source: true, esm: true, optimize: true },
			keywords: ['patternErrorMessage'],
		});
		const code = asModule(standalone.default(ajv, ajv.compile(withoutAnnotations(schema))));
		await writeChanged(
			new URL(`${name}.js`, generated),
			`// @ts-nocheck generated from schemas/${file}\n${code}`,
		);
		await writeChanged(
			new URL(`${name}.d.ts`, generated),
			`import type { ValidateFunction } from 'ajv';\nexport const validate: ValidateFunction;\nexport default validate;\n`,
		);
	}
}

/** A schema without its annotations; names of properties are no keywords. */
function withoutAnnotations(schema, isNames = false) {
	if (Array.isArray(schema)) return schema.map((item) => withoutAnnotations(item));
	if (typeof schema !== 'object' || schema === null) return schema;
	const kept = Object.entries(schema).filter(([name]) => isNames || !annotations.has(name));
	return Object.fromEntries(
		kept.map(([name, value]) => [
			name,
			name === 'enum' || name === 'const'
				? value
				: withoutAnnotations(
						value,
						!isNames && ['properties', 'definitions', 'patternProperties'].includes(name),
					),
		]),
	);
}

/** Leaves an unchanged file alone, so that whatever reads or watches it just now is not disturbed. */
async function writeChanged(file, text) {
	if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) await writeFile(file, text);
}

const APPEND = 'function append(to, from) { for (const error of from) to.push(error); return to; }';

/** ajv's ESM output still `require`s its own runtime helpers: import them instead. */
function asModule(code) {
	const imports = [];
	const body = code.replace(/const (\w+) = require\("([^"]+)"\)\.default;/g, (_, name, from) => {
		imports.push(
			`import ${name}Module from '${from}.js';\nconst ${name} = ${name}Module.default ?? ${name}Module;`,
		);
		return '';
	});
	if (body.includes('require('))
		throw new Error('the compiled schema requires a module in a way not known here');
	// Item by item ajv copies all errors so far: a hundred thousand of them would take seconds.
	const linear = body.replace(/vErrors\.concat\((\w+)\.errors\)/g, 'append(vErrors, $1.errors)');
	return `${imports.join('\n')}\n${APPEND}\n${linear}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileSchemas();
