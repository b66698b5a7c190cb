import { NewPasswordField } from '../passwords/new-password-field.decorator.js';
import { PasswordField } from '../passwords/password-field.decorator.js';

export class ChangePasswordDto {
  @PasswordField()
  current_password!: string;

  @NewPasswordField()
  new_password!: string;
}

export class SetPasswordDto {
  @NewPasswordField()
  new_password!: string;
}
