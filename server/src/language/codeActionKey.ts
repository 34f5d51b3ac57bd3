import type { Finding } from '../config/finding.js';
import { replacedScalar } from '../edit/property.js';
import { keyText } from '../import/configurationBody.js';
import { analyzeKey, isSymmetric } from '../rss/keyAnalysis.js';
import { newKey } from '../rss/keyConstruction.js';
import { layoutsOf } from '../rss/keyLayout.js';
import { RSS_KEY_BYTES } from '../rss/toeplitz.js';
import { entityOf, type Fix, type FixContext, type Fixer } from './codeActionFix.js';

const codes = ['weak-key', 'well-known-key', 'symmetric-key', 'NDIS_STATUS_INVALID_LENGTH'];

/** A key that is weak, published or of a wrong length: a new random one of full rank, written as the old one is. */
export const fixKey: Fixer = (finding, context) => {
	const found = codes.includes(finding.code) ? entityOf(finding, context) : undefined;
	if (!found) return [];
	const { secretKey, types } = found.entity.hash;
	if (secretKey.assumed || finding.span.start !== secretKey.span.start) return [];
	const layouts = layoutsOf(types.value);
	const symmetric =
		finding.code === 'well-known-key' && analyzeKey(secretKey.value, layouts, 1).some(isSymmetric);
	const plain = replaced(context, finding, 'Use a new random key', (draw) =>
		newKey(RSS_KEY_BYTES, layouts, false, draw),
	);
	if (!symmetric) return [{ ...plain, preferred: true }];
	const mirrored = replaced(context, finding, 'Use a new random symmetric key', (draw) =>
		newKey(RSS_KEY_BYTES, layouts, true, draw),
	);
	return [plain, mirrored];
};

function replaced(
	{ text, draw }: FixContext,
	{ span }: Finding,
	title: string,
	make: (draw: FixContext['draw']) => Uint8Array,
): Fix {
	const colons = text.slice(span.start, span.end).includes(':');
	const key = keyText(make(draw));
	return { title, edits: [replacedScalar(text, span, colons ? key : key.replaceAll(':', ''))] };
}
