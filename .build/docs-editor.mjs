// The page of commands and settings, made from package.json and its English texts.

/** Names of settings that hold many: their parts have pages of their own. */
const ELSEWHERE = { 'rssv2.rules': 'Each with an example: [The lints](lints.md).' };

/**
 * @param {Record<string, any>} manifest package.json with its English texts in place
 * @returns {string} Markdown
 */
export function editorPage({ contributes, capabilities }) {
	const commands = contributes.commands.map(
		({ command, title }) =>
			`| \`RSSv2: ${title}\` | ${placesOf(command, contributes.menus).join(', ')} | ${keysOf(command, contributes.keybindings)} |`,
	);
	const settings = Object.entries(contributes.configuration.properties).map(
		([name, { description, markdownDescription, default: value, scope }]) =>
			`| <a id="${name.toLowerCase()}"></a>\`${name}\` | ${cell(markdownDescription ?? description)}${name in ELSEWHERE ? ` ${ELSEWHERE[name]}` : ''} | \`${JSON.stringify(value)}\` | ${scope} |`,
	);
	const steps = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ title }) => title));
	return `# Commands and settings

Made from [package.json](../../package.json) by \`npm run docs\`.

\`RSSv2: First Steps\` opens a walkthrough: ${steps.join(' → ')}.
No folder is needed for it: the examples travel with the extension.

## Commands

All are in the palette: those of a file while one is in the editor or its preview has the focus, those that end something
while it runs.

| Command | Also in | Key |
| --- | --- | --- |
${commands.join('\n')}

## Settings

| Setting | Meaning | Default | Scope |
| --- | --- | --- | --- |
${settings.join('\n')}

What of a setting cannot be understood is left out. The settings editor marks it, and for devices and rules the output *RSSv2*
says what it was.

## Trust

${capabilities.untrustedWorkspaces.description}
From an untrusted workspace these settings are not taken:
${capabilities.untrustedWorkspaces.restrictedConfigurations.map((name) => `\`${name}\``).join(', ')}.
In a virtual workspace: ${lowerFirst(capabilities.virtualWorkspaces.description)}

## Telemetry

None. The extension collects nothing, sends nothing, and opens no connection but to the device you choose.

## Languages

What the editor itself shows (commands, settings, the walkthrough, questions, messages) and the page of the preview are English or
German, after the display language of VS Code; figures too (\`83,3 %\`). What the server says stays English, in the preview as elsewhere:
findings, plans, hovers, judgements of traffic, and the log. The same words go to the command line, to CI and into searches. An
exported picture is in the language of the page, the columns of an exported table are always named in English.
`;
}

const PLACES = {
	'editor/title': 'title of the editor',
	'editor/context': 'context menu of the text',
	'rssv2.file': '*RSSv2* in the menus of the text and of the editor’s title',
	'explorer/context': 'context menu of the file',
	'view/title': 'title of the view *RSSv2 Devices*',
	'view/item/context': 'a device of the view *RSSv2 Devices*',
	'file/newFile': '*New File…*',
};

function placesOf(command, menus) {
	return Object.entries(menus).flatMap(([menu, items]) =>
		menu in PLACES && items.some((item) => item.command === command) ? [PLACES[menu]] : [],
	);
}

function keysOf(command, keybindings) {
	return keybindings
		.filter((binding) => binding.command === command)
		.map(({ key, mac }) => `\`${key}\` (Mac: \`${mac}\`)`)
		.join(', ');
}

function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

function cell(text) {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
