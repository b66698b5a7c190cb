import { Controller, Get, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ConfigurationError } from '../errors/configuration-error.js';
import { RequirePermissions } from './required.js';
import { requiredOf } from './required-of.js';

@Controller()
@RequirePermissions('class.one')
@RequirePermissions('class.two')
class Routes {
  @Get('twice')
  @RequirePermissions('orders.view')
  @RequirePermissions(['orders.stock'], { tenantParam: 'org' })
  twice(): void {}

  @Get('once')
  @RequirePermissions('orders.view')
  once(): void {}
}

@RequirePermissions('more')
class MoreRoutes extends Routes {}

describe('permissions that a route requires', () => {
  const of = (name: 'twice' | 'once', owner = Routes): unknown => requiredOf(new Reflector(), { getHandler: () => owner.prototype[name], getClass: () => owner } as unknown as ExecutionContext);

  it('are those of every decorator, however many there are', () => {
    expect(of('twice')).toEqual({ permissions: ['class.one', 'class.two', 'orders.view', 'orders.stock'], tenantParam: 'org' });
    expect(of('once')).toEqual({ permissions: ['class.one', 'class.two', 'orders.view'] });
    expect(of('once', MoreRoutes)).toEqual({ permissions: ['more', 'class.one', 'class.two', 'orders.view'] });
  });

  it('are in one tenant', () => {
    const route = Object.getOwnPropertyDescriptor(Routes.prototype, 'twice') as TypedPropertyDescriptor<unknown>;
    expect(() => RequirePermissions('x', { tenantParam: 'other' })(Routes.prototype, 'twice', route)).toThrow(ConfigurationError);
  });

  it('are a list: what is said in another way stops the start, instead of being left out', () => {
    expect(() => RequirePermissions('orders.view', 'orders.stock' as never)).toThrow(ConfigurationError);
    expect(() => RequirePermissions('orders.view', { tenant: 'org' } as never)).toThrow(ConfigurationError);
  });
});
