import type { UpdateRoleDto } from './dto/role-fields.dto.js';
import type { RoleFields } from './role-definition.service.js';

/** The fields that a partial change contains. */
export function givenFields({ name, description, level, permissions }: UpdateRoleDto): Partial<RoleFields> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description ?? '' }),
    ...(level === undefined ? {} : { level }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}
