// The page of the file format, made from its schema: a section for each object, a row for each property.

/**
 * @param {Record<string, any>} schema schemas/rssv2.schema.json
 */
export function formatPage(schema) {
	const sections = [section(schema, 'The file', '')];
	walk(schema, '', (node, path) => sections.push(section(node, `\`${path}\``, path)));
	for (const [name, node] of Object.entries(schema.definitions)) {
		sections.push(definition(name, node));
		walk(node, name, (inner, path) => sections.push(section(inner, `\`${path}\``, path)));
	}
	return `# The format

Made from [rssv2.schema.json](../../schemas/rssv2.schema.json) by \`npm run docs\`. The same model in YAML and in JSON with comments;
one adapter a file. *Required* properties are marked; the others have the default that is given. The columns on the right
say what a property is called elsewhere. Hovers and completion come from the same schema.

${sections.filter((text) => text !== '').join('\n')}`;
}

/** Calls back for every object below a node that has properties of its own, from the outside in. */
function walk(node, path, visit) {
	for (const [name, property] of Object.entries(node.properties ?? {}))
		below(property, join(path, name), visit);
	for (const branch of [...(node.oneOf ?? []), ...(node.anyOf ?? [])]) below(branch, path, visit);
	if (node.items && !node.properties) below(node.items, `${path}[]`, visit);
}

function below(node, path, visit) {
	if (node.$ref !== undefined) return;
	if (node.properties) visit(node, path);
	walk(node, path, visit);
}

function join(path, name) {
	return path === '' ? name : `${path}.${name}`;
}

function section(node, title, path) {
	const rows = Object.entries(node.properties ?? {}).map(([name, property]) =>
		row(name, property, node, path),
	);
	if (rows.length === 0) return '';
	const text = node.markdownDescription ?? node.description ?? '';
	return `## ${title}

${text}

| Property | Values | Says | NDIS | INF | PowerShell | ethtool |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function definition(name, node) {
	const rows = section(node, `<a id="${name.toLowerCase()}"></a>\`${name}\``, name);
	if (rows !== '') return rows;
	const text = node.markdownDescription ?? node.description ?? '';
	return `## <a id="${name.toLowerCase()}"></a>\`${name}\`\n\n${[text, values(node)].filter((one) => one !== '').join('\n\n')}\n`;
}

function row(name, property, { required = [] }, path) {
	const own = `<a id="${join(path, name).toLowerCase().replaceAll('[]', '')}"></a>\`${name}\`${required.includes(name) ? ' *required*' : ''}`;
	const says = property.markdownDescription ?? property.description ?? '';
	const standard = property.default === undefined ? '' : ` Default: ${defaultOf(property.default)}.`;
	const elsewhere = ['ndis', 'inf', 'powershell', 'ethtool'].map((where) => words(property[where]));
	return `| ${[own, values(property), `${says}${standard}`, ...elsewhere].map(cell).join(' | ')} |`;
}

/** Some defaults are told, not given: they depend on something else. */
function defaultOf(value) {
	return typeof value === 'string' && value.includes(' ') ? value : code(value);
}

function words(value) {
	if (value === undefined) return '';
	return (Array.isArray(value) ? value : [value]).map((one) => `\`${one}\``).join(', ');
}

function values(node) {
	if (node.$ref !== undefined) {
		const name = node.$ref.split('/').at(-1);
		return `[${name}](#${name.toLowerCase()})`;
	}
	if (node.enum) return node.enum.map(code).join(', ');
	if (node.const !== undefined) return code(node.const);
	const branches = node.oneOf ?? node.anyOf;
	if (branches) return [...new Set(branches.map(values))].filter((one) => one !== '').join(' or ');
	const unit = node.unit === undefined ? '' : ` ${node.unit}`;
	if (node.type === 'array') return `list of ${(node.items && values(node.items)) || 'values'}`;
	if (node.type === 'integer' || node.type === 'number') {
		const { minimum, maximum } = node;
		const range =
			minimum === undefined
				? ''
				: maximum === undefined
					? ` from ${minimum} on`
					: ` ${minimum} to ${maximum}`;
		return `${node.type}${range}${unit}`;
	}
	return [node.type ?? ''].flat().join(' or ');
}

function code(value) {
	return `\`${JSON.stringify(value)}\``;
}

function cell(text) {
	return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}
