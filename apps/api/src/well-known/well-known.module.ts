import { Module } from '@nestjs/common';
import { HomeController } from './home.controller.js';
import { WellKnownController } from './well-known.controller.js';

@Module({ controllers: [HomeController, WellKnownController] })
export class WellKnownModule {}
