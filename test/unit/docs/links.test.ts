import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = [
	...readdirSync(root).filter((name) => name.endsWith('.md')),
	...readdirSync(join(root, 'server/docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `server/docs/${name}`),
	'.github/SECURITY.md',
];

/** Targets of the links and pictures of a page, code left out. */
function linksOf(page: string): string[] {
	const text = readFileSync(join(root, page), 'utf8')
		.replace(/^```[\s\S]*?^```$/gm, '')
		.replace(/`[^`\n]*`/g, '');
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors of a page: as headings get them, and those that it writes itself. */
function anchorsOf(path: string): Set<string> {
	const text = readFileSync(path, 'utf8');
	const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-'),
	);
	return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}

describe('links of', () => {
	it.each(pages.map((page) => [page]))('%s lead somewhere in the project', (page) => {
		for (const link of linksOf(page)) {
			if (/^[a-z]+:/.test(link)) {
				expect(link, page).toMatch(/^https:\/\//);
				continue;
			}
			const [file = '', anchor] = link.split('#');
			const path = file === '' ? join(root, page) : join(root, dirname(page), decodeURIComponent(file));
			expect(existsSync(path), `${page}: ${link}`).toBe(true);
			expect(relative(root, path).startsWith('..'), `${page}: ${link}`).toBe(false);
			if (anchor !== undefined && statSync(path).isFile())
				expect([...anchorsOf(path)], `${page}: ${link}`).toContain(anchor);
		}
	});

	it('the pages can be reached from the README', () => {
		const reached = new Set(['README.md']);
		for (const page of reached) {
			for (const link of linksOf(page)) {
				const [file = ''] = link.split('#');
				if (!file.endsWith('.md') || /^[a-z]+:/.test(file)) continue;
				reached.add(relative(root, join(root, dirname(page), file)));
			}
		}
		for (const page of pages.filter((name) => name.startsWith('server/docs/')))
			expect([...reached]).toContain(page);
	});
});
