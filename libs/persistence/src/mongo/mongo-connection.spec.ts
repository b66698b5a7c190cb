import { getConnectionToken } from '@nestjs/mongoose';
import { MONGO_CONNECTION } from './mongo-connection.js';

describe('the connection to MongoDB', () => {
  it('is injected under the name that @nestjs/mongoose provides it by', () => {
    expect(MONGO_CONNECTION).toBe(getConnectionToken());
  });
});
