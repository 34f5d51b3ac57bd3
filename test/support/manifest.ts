import { readdirSync, readFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };

/** The messages of package.json in a language: a text for each `%key%`. */
export function manifestTexts(language: string): Record<string, string> {
	const name = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
	return JSON.parse(readFileSync(new URL(`../../client/l10n/${name}`, import.meta.url), 'utf8')) as Record<
		string,
		string
	>;
}

/** package.json as VS Code reads it in a language. A key without a text stays as it is. */
export function manifestIn(language: string): typeof manifest {
	const texts = manifestTexts(language);
	return JSON.parse(JSON.stringify(manifest), (_, value) =>
		typeof value === 'string' ? (texts[/^%(.+)%$/.exec(value)?.[1] ?? ''] ?? value) : value,
	) as typeof manifest;
}

/** All sources of the client, one after the other. */
export function clientSources(): string {
	return sourcesIn('src').join('\n');
}

/** Every source of the pages. */
export function webviewSources(): string[] {
	return sourcesIn('webview');
}

function sourcesIn(name: 'src' | 'webview'): string[] {
	const folder = new URL(`../../client/${name}/`, import.meta.url);
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => /\.tsx?$/.test(path))
		.map((path) => readFileSync(new URL(path.replaceAll('\\', '/'), folder), 'utf8'));
}
