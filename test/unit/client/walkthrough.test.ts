import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeExample } from '../../../client/src/features/firstSteps/words.js';
import { checkText } from '../../../server/src/validation/check.js';
import { clientSources, manifestIn } from '../../support/manifest.js';

const { contributes, name, publisher } = manifestIn('en');
const [walkthrough] = contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const example = read('examples/hyper-v-host.rssv2.yaml');
const described = (id: string) => steps.find((step) => step.id === id)?.description ?? '';

describe('the walkthrough', () => {
	test('is the one that First Steps opens', () => {
		expect(clientSources()).toContain(`'${publisher}.${name}#${walkthrough?.id}'`);
	});

	test.each(steps.map((step) => [step.id, step] as const))('%s: links, events and picture', (_id, step) => {
		const commands = contributes.commands.map(({ command }) => command);
		const links = [...step.description.matchAll(/\(command:([\w.]+)/g)].map(([, command = '']) => command);
		expect(links.length).toBeGreaterThan(0);
		for (const event of step.completionEvents) {
			const [, kind, what = ''] = /^(onCommand|onContext|onSettingChanged):(.+)$/.exec(event) ?? [];
			expect(kind, event).toBeDefined();
			if (kind === 'onCommand') links.push(what);
			if (kind === 'onSettingChanged') expect(contributes.configuration.properties).toHaveProperty([what]);
			if (kind === 'onContext' && !what.startsWith('resourceLangId'))
				expect(clientSources()).toContain(`'setContext', '${what}'`);
		}
		// What the walkthrough page renders is less than Markdown: ``code``, __italics__, **bold**, links.
		expect(step.description).not.toMatch(/(?<!`)`(?!`)|(?<!\*)\*(?!\*)/);
		for (const command of links.filter((one) => one.startsWith('rssv2.')))
			expect(commands).toContain(command);
		const picture = read(step.media.svg);
		expect(picture.length).toBeLessThan(15_000);
		// Every colour is one of the theme's; what stands after it is for where there is none.
		for (const [, colour] of picture.matchAll(/ (?:fill|stroke)="([^"]+)"/g))
			expect(colour).toMatch(/^(none|var\(--vscode-[\w-]+, #\w+\))$/);
		expect(picture).not.toMatch(/href|<script|<style[^>]*>[^<]*url/);
	});

	test('what is to be broken breaks as it says, and is mended as it says', () => {
		const [, before = '', after = ''] = /change ``([^`]+)`` to ``(\d+)``/.exec(described('breakIt')) ?? [];
		const broken = example.replace(before, before.replace(/\d+$/, after));
		const { findings } = checkText(broken, { fileName: 'broken.rssv2.yaml' });
		const [first, ...others] = findings.filter(({ severity }) => severity === 'error');
		expect(others).toEqual([]);
		expect(described('breakIt')).toContain(`\`\`${first?.code}\`\``);
		expect(described('fixIt')).toContain(`Raise ${before.replace(':', ' to')}`);
		expect(checkText(example, { fileName: 'example.rssv2.yaml' }).findings).toEqual([]);
		// The picture shows the lines of the file, by their numbers.
		for (const id of ['breakIt', 'fixIt']) {
			const texts = [...read(`client/media/walkthrough/${id}.svg`).matchAll(/>([^<>\n]+)<\/text>/g)];
			const shown = texts.map(([, text = '']) => text);
			expect(shown.indexOf('numberOfQueues')).toBe(shown.indexOf('22') + 1);
			expect(example.split('\n')[21]).toContain(before);
			expect(shown).toContain('25');
			expect(example.split('\n')[24]).toContain('processors: ["0:2", "0:4", "0:6", "0:8"]');
		}
	});
});

test('every example says in its first line what it shows', () => {
	for (const name of ['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc'])
		expect(describeExample(read(`examples/${name}`))).toMatch(/^[A-Z].+\.$/);
	expect(describeExample('version: 1\n# later\n')).toBe('');
});
