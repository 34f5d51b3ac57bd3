import type { ComponentChildren } from 'preact';

/**
 * Translations by the English text, as the host put them into the page before this script; none where the page is English,
 * and outside of a page.
 */
const bundle: Readonly<Record<string, string>> = JSON.parse(
	globalThis.document?.getElementById('l10n')?.textContent || '{}',
);

/**
 * A text in the language of the page, with arguments for `{0}`, `{1}`, as `vscode.l10n.t` has it.
 * @param text in English, the key of its translations; a literal, by which the tests find it
 */
export function t(text: string, ...args: readonly (string | number)[]): string {
	return (bundle[text] ?? text).replace(/\{(\d+)\}/g, (place, i) => String(args[Number(i)] ?? place));
}

/** The language of the texts, as BCP 47 has it: that of the page; English outside of a page. */
export function language(): string {
	return globalThis.document?.documentElement.lang || 'en';
}

/** Whether a number takes the singular in the language of the page: `1` in English, `0` too in French. */
export function isOne(n: number): boolean {
	return rulesOf(language()).select(n) === 'one';
}

/** A number with digits grouped as the language does: `1,234,567`; with so many decimals if they are told. */
export function formatNumber(n: number, decimals?: number): string {
	if (decimals === undefined) return formatOf(language(), 0, true).format(n);
	// Rounded as numbers are everywhere else, and not as their shortest decimals would be.
	return formatOf(language(), decimals, false).format(Number(n.toFixed(decimals)));
}

/** `0:2 and 0:3` */
export function formatList(items: readonly string[]): string {
	return new Intl.ListFormat(language(), { type: 'conjunction' }).format(items);
}

/** A translated text whose `{0}`, `{1}` are elements: `around(l10n.t('busiest {0}'), <strong>…</strong>)`. */
export function around(text: string, ...elements: ComponentChildren[]): ComponentChildren[] {
	// An empty text would be written anew each time: none stands there instead.
	return text.split(/\{(\d+)\}/).map((part, i) => (i % 2 === 0 ? part || null : elements[Number(part)]));
}

// To make them costs more than to use them hundreds of times a drawing.
const formats = new Map<string, Intl.NumberFormat>();
const rules = new Map<string, Intl.PluralRules>();

function formatOf(locale: string, digits: number, useGrouping: boolean): Intl.NumberFormat {
	return kept(
		formats,
		`${locale} ${digits} ${useGrouping}`,
		() =>
			new Intl.NumberFormat(locale, {
				minimumFractionDigits: digits,
				maximumFractionDigits: digits,
				useGrouping,
			}),
	);
}

function rulesOf(locale: string): Intl.PluralRules {
	return kept(rules, locale, () => new Intl.PluralRules(locale));
}

function kept<T>(all: Map<string, T>, key: string, make: () => T): T {
	const known = all.get(key) ?? make();
	all.set(key, known);
	return known;
}
