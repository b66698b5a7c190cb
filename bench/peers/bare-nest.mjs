// Nest with Express and TypeORM, and nothing in it: what any service of this kind holds in memory.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EntitySchema } from 'typeorm';

const Thing = new EntitySchema({ name: 'bench_thing', columns: { id: { type: Number, primary: true } } });

class BareModule {}
Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', url: process.env.POSTGRES_URL, entities: [Thing], synchronize: false })] })(BareModule);

const app = await NestFactory.create(BareModule, { logger: false });
app.getHttpAdapter().get('/health', (_request, response) => response.json({ status: 'ok' }));
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
