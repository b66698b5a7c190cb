import { registerDecorator, type ValidationArguments } from 'class-validator';

/** Refuses the parameter when one of the others is missing, because it means nothing without them. */
export function OnlyWith(...others: readonly string[]): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'onlyWith',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown, { object }: ValidationArguments) => value === undefined || others.every((other) => (object as Record<string, unknown>)[other] !== undefined),
        defaultMessage: () => `is sent together with ${others.join(' and ')}`,
      },
    });
  };
}
