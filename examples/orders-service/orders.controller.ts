import type { ActiveToken } from '@authengine/sdk';
import { AuthMode, CurrentUser, Public, RequirePermissions } from '@authengine/sdk/nest';
import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';

/** A service of its own: AuthEngine is asked who may, and the path names the tenant. */
@Controller('tenants/:tenant_id/orders')
export class OrdersController {
  /** Read often: asked once, then known from the stream for as long as nothing has ended. */
  @Get()
  @RequirePermissions('orders.view')
  @AuthMode('bounded')
  list(@Param('tenant_id') tenantId: string, @CurrentUser() { sub }: ActiveToken): { tenant_id: string; seen_by: string; orders: string[] } {
    return { tenant_id: tenantId, seen_by: sub, orders: ['A-1', 'A-2'] };
  }

  /** It may not be wrong for a moment: asked each time, which is the default. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermissions('orders.manage')
  cancel(): void {}

  /** A board on a wall: while AuthEngine is away it stays on for a minute, for those who saw it before. */
  @Get('board')
  @RequirePermissions('orders.view')
  @AuthMode('offline-tolerant: 60 s')
  board(): { open: number } {
    return { open: 2 };
  }

  @Get('opening-hours')
  @Public()
  hours(): { from: string; to: string } {
    return { from: '09:00', to: '17:00' };
  }
}
