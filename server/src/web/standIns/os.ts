/** One: all is done on the thread that asks. */
export const availableParallelism = (): number => 1;

export const hostname = (): string => 'browser';

export function userInfo(): never {
	throw new Error('A browser knows no users.');
}
