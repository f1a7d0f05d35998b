package io.weir.runtime.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How long calls of a gateway's method may take, where {@code rpc.ask.timeout} does not fit: for long polls. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RpcTimeout {
    /** Returns the time in milliseconds. */
    long millis();
}
