package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class LockedCallTest {
    /** A checkpoint without what a source function could not tell would lose records. */
    @Test
    void failsAsTheCallDoesWhateverItThrows() throws Exception {
        Semaphore steps = new Semaphore(0);
        LockedCall call = new LockedCall(
                new Object(),
                () -> {
                    throw new OutOfMemoryError("made up");
                },
                steps::release);
        call.start();
        steps.acquire(); // it holds the lock
        call.proceed();
        steps.acquire(); // it is done
        assertThatThrownBy(call::check).isInstanceOf(OutOfMemoryError.class).hasMessage("made up");
    }
}
