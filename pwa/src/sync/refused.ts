/** Refused with a code that the catalogues know as `errors.<code>`. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message = code,
  ) {
    super(message);
  }
}
