/** Thrown by a type mapping's `read` when a value has no canonical form. The message bears no value. */
export class Unrepresentable extends Error {
  override readonly name = 'Unrepresentable';
}
