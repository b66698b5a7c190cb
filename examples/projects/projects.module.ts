import { DirectoryModule } from '@authengine/directory';
import { Module } from '@nestjs/common';
import { FirstProject } from './first-project.js';
import { Projects } from './projects.js';
import { ProjectsController } from './projects.controller.js';

@Module({
  imports: [DirectoryModule],
  controllers: [ProjectsController],
  providers: [Projects, FirstProject],
})
export class ProjectsModule {}
