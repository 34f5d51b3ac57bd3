import { Uri, workspace } from 'vscode';

/** A configuration that travels with the extension. */
export interface Example {
	readonly uri: Uri;
	/** `hyper-v-host.rssv2.yaml` */
	readonly fileName: string;
	readonly text: string;
}

/** The examples of the package, by name. @param extensionUri where the extension is installed */
export async function readExamples(extensionUri: Uri): Promise<Example[]> {
	const folder = Uri.joinPath(extensionUri, 'examples');
	const names = (await workspace.fs.readDirectory(folder)).map(([name]) => name);
	const configurations = names.filter((name) => /\.rssv2\.(ya?ml|jsonc?)$/.test(name)).sort();
	return Promise.all(
		configurations.map(async (fileName) => {
			const uri = Uri.joinPath(folder, fileName);
			return { uri, fileName, text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
		}),
	);
}

/**
 * Copies examples into a folder; what is there under the same name stays as it is.
 * @returns how many were copied
 */
export async function copyExamples(examples: readonly Example[], folder: Uri): Promise<number> {
	let copied = 0;
	for (const { uri, fileName } of examples) {
		const target = Uri.joinPath(folder, fileName);
		const taken = await workspace.fs.stat(target).then(
			() => true,
			() => false,
		);
		if (taken) continue;
		await workspace.fs.copy(uri, target, { overwrite: false });
		copied++;
	}
	return copied;
}
