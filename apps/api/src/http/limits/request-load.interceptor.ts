import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { RequestLoad } from './request-load.js';

/** Gives the request's turns back when its handler has come to its end; what is thrown before it, the problem filter sees. */
@Injectable()
export class RequestLoadInterceptor implements NestInterceptor {
  constructor(private readonly load: RequestLoad) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<object>();
    return next.handle().pipe(
      finalize(() => {
        this.load.leave(request);
      }),
    );
  }
}
