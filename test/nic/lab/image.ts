import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const lab = fileURLToPath(new URL('.', import.meta.url));
const folder = fileURLToPath(new URL('../../../.cache/nic-lab', import.meta.url));
/** What the guest is started from. */
export interface GuestImage {
	readonly kernel: string;
	readonly root: string;
	/** The private key that the guest lets in. */
	readonly key: string;
	/** The guest's public host key, as a line of known_hosts has it after the name. */
	readonly hostKey: string;
	readonly sendFrames: string;
}

/** The image, made anew when anything it is made from has changed. Takes half a minute then. */
export async function guestImage(): Promise<GuestImage> {
	const stamp = await stampOf(['image.sh', ...(await filesOf('guest')), ...(await filesOf('host'))]);
	const stampFile = join(folder, 'stamp');
	if ((await readFile(stampFile, 'utf8').catch(() => '')) !== stamp) {
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		await promisify(execFile)('bash', [join(lab, 'image.sh'), folder], { timeout: 300_000 });
		await writeFile(stampFile, stamp);
	}
	return {
		kernel: join(folder, 'kernel'),
		root: join(folder, 'root.cpio'),
		key: join(folder, 'key'),
		hostKey: (await readFile(join(folder, 'host-key'), 'utf8')).trim(),
		sendFrames: join(folder, 'send-frames'),
	};
}

async function filesOf(part: string): Promise<string[]> {
	return (await readdir(join(lab, part))).sort().map((name) => `${part}/${name}`);
}

async function stampOf(files: readonly string[]): Promise<string> {
	const hash = createHash('sha256');
	for (const file of files) hash.update(`${file}\0`).update(await readFile(join(lab, file)));
	return hash.digest('hex');
}
