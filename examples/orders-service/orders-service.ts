import type { AuthEngineOptions } from '@authengine/sdk';
import { AuthEngineModule } from '@authengine/sdk/nest';
import { Module, type DynamicModule } from '@nestjs/common';
import { OrdersController } from './orders.controller.js';

@Module({})
export class OrdersService {
  static with(options: AuthEngineOptions): DynamicModule {
    return { module: OrdersService, imports: [AuthEngineModule.forRoot(options)], controllers: [OrdersController] };
  }
}
