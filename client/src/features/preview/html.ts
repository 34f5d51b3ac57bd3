/** The texts of a page: its title, and translations by the English text; none: the page is English. */
export interface PageTexts {
	/** As BCP 47 has it. */
	language: string;
	title: string;
	bundle: Readonly<Record<string, string>> | undefined;
}

const english: PageTexts = { language: 'en', title: 'RSSv2 Preview', bundle: undefined };

/** The shell of the preview. Only its own script (by nonce) and style may load; nothing else, from nowhere. */
export function previewHtml(
	source: string,
	script: string,
	style: string,
	nonce: string,
	{ language, title, bundle }: PageTexts = english,
): string {
	const policy = [
		"default-src 'none'",
		`script-src 'nonce-${nonce}'`,
		`style-src ${source}`,
		`img-src ${source}`,
		`font-src ${source}`,
	].join('; ');
	return `<!DOCTYPE html>
<html lang="${bundle ? language : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${title}</title>
</head>
<body>
<div id="app"></div>
${bundle ? dataBlock('l10n', bundle) : ''}<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Data for the script of the page, which no policy takes for a script; no text in it ends it or opens another. */
function dataBlock(id: string, data: unknown): string {
	const json = JSON.stringify(data).replaceAll('<', '\\u003c');
	return `<script type="application/json" id="${id}">${json}</script>\n`;
}
