/** Why a fleet cannot be gone through at all: a sentence for the user. */
export class FleetError extends Error {
	override readonly name = 'FleetError';
}
