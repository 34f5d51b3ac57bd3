// Compiles the JSON schemas with ajv to standalone modules, so that no schema is compiled at run time.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const schemas = { configuration: 'rssv2.schema.json', preset: 'preset.schema.json' };
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
			keywords: [
				'unit',
				'ndis',
				'inf',
				'powershell',
				'ethtool',
				'documentation',
				'enumDescriptions',
				'markdownDescription',
				'patternErrorMessage',
			],
		});
		const code = asModule(standalone.default(ajv, ajv.compile(schema)));
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
