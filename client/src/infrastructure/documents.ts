import { languages, type TextDocument } from 'vscode';

const languageIds = ['rssv2-yaml', 'rssv2-json'] as const;

/** Files, unsaved texts, files of a remote and of a repository in a browser: not the read-only sides of diffs. */
export const selector: { language: string; scheme: string }[] = languageIds.flatMap((language) =>
	['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-test-web'].map((scheme) => ({
		language,
		scheme,
	})),
);

/** Whether a document is an RSSv2 configuration that the language server is told of. */
export function isConfiguration(document: TextDocument): boolean {
	return languages.match(selector, document) > 0;
}

/** The language of a file to be, by its name. */
export function languageOf(fileName: string): (typeof languageIds)[number] | 'c' | 'powershell' {
	if (fileName.endsWith('.h')) return 'c';
	if (fileName.endsWith('.ps1')) return 'powershell';
	return /\.jsonc?$/.test(fileName) ? 'rssv2-json' : 'rssv2-yaml';
}

/** The last part of a path with forward slashes. */
export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
