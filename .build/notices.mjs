// Which libraries are in the bundles, their licences, and the two files that say so: notices for people, an SBOM for tools.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The packages of node_modules that bundles took something from, by name and version.
 * @param {readonly import('esbuild').Metafile[]} metafiles of the bundles
 * @param {(output: string) => boolean} counts whether a bundle, by its path, is one of those meant
 */
export async function bundledPackages(metafiles, counts = () => true) {
	const folders = new Set();
	for (const { outputs } of metafiles) {
		for (const [output, { inputs }] of Object.entries(outputs)) {
			if (!counts(output)) continue;
			for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
				const [, folder] = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
				if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
			}
		}
	}
	const packages = await Promise.all([...folders].map(readPackage));
	return packages.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

async function readPackage(folder) {
	const path = join(root, folder);
	const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
	const file = (await readdir(path)).sort().find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one));
	if (typeof license !== 'string' || file === undefined)
		throw new Error(`${name}@${version} is bundled, and has no licence to be found in ${folder}.`);
	const text = (await readFile(join(path, file), 'utf8')).replaceAll('\r\n', '\n').trim();
	return { name, version, license, text };
}

/**
 * Writes THIRD-PARTY-NOTICES.txt and sbom.cdx.json (CycloneDX 1.5) into a folder. The same bundles give the same bytes.
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof bundledPackages>>} packages
 * @param {{ name: string, version: string, license: string }} product
 */
export async function writeNotices(folder, packages, product) {
	const notices = packages.map(
		({ name, version, license, text }) => `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`,
	);
	const intro = `${product.name} ${product.version} contains parts of these libraries.\n\n`;
	await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), `${intro}${notices.join('\n')}`);
	const bom = {
		bomFormat: 'CycloneDX',
		specVersion: '1.5',
		version: 1,
		metadata: { component: { type: 'application', ...component(product) } },
		components: packages.map((one) => ({ type: 'library', ...component(one) })),
	};
	await writeFile(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bom, undefined, '\t')}\n`);
}

function component({ name, version, license }) {
	const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
	const licence = /[ ()]/.test(license) ? { expression: license } : { license: { id: license } };
	return { 'bom-ref': purl, name, version, licenses: [licence], purl };
}
