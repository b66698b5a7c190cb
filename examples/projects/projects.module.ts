import { TenancyModule } from '@authengine/tenancy';
import { Module } from '@nestjs/common';
import { FirstProject } from './first-project.js';
import { Projects } from './projects.js';
import { ProjectsController } from './projects.controller.js';

@Module({
  imports: [TenancyModule],
  controllers: [ProjectsController],
  providers: [Projects, FirstProject],
})
export class ProjectsModule {}
