package io.weir.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void theUsersExceptionComesFirst() {
        IllegalStateException own = new IllegalStateException("bad\nrecord 7", new IOException("cause"));
        WeirException wrapped = new WeirException(ErrorCode.USER_FUNCTION, "The function Map threw.", own);
        FailureInfo failure =
                Failures.describe(new CompletionException(wrapped), ErrorCode.INTERNAL, "Map (1/2)", "tm-1");
        assertThat(failure.message())
                .isEqualTo("java.lang.IllegalStateException: bad record 7 - The function Map threw.");
        assertThat(failure.exceptionClass()).isEqualTo(IllegalStateException.class.getName());
        assertThat(failure.code()).isEqualTo(ErrorCode.USER_FUNCTION);
        assertThat(failure.stackTrace()).startsWith("java.lang.IllegalStateException: bad");
        assertThat(failure.stackTrace().lines().skip(2).findFirst().orElseThrow())
                .contains(getClass().getName());
        assertThat(failure.stackTrace()).contains("Caused by: java.io.IOException: cause");
        assertThat(failure.describe()).endsWith("[task Map (1/2) on tm-1]");
    }

    @Test
    void whatIsAddedIsASentenceOfItsOwn() {
        FailureInfo failure = Failures.describe(new IllegalStateException("boom"), ErrorCode.USER_FUNCTION, "", "");
        assertThat(failure.adding("Run it again.").message())
                .isEqualTo("java.lang.IllegalStateException: boom. Run it again.");
        assertThat(failure.adding("So.").adding("Run it again.").message()).endsWith("boom. So. Run it again.");
    }

    @Test
    void aSentenceOfTheEngineIsKept() {
        WeirException missing = new WeirException(ErrorCode.FILE, "There is no file /x.", new IOException("ENOENT"));
        FailureInfo failure = Failures.describe(missing, ErrorCode.USER_FUNCTION, "", "");
        assertThat(failure.message()).isEqualTo("There is no file /x.");
        assertThat(failure.code()).isEqualTo(ErrorCode.FILE);
    }

    @Test
    void anExceptionWithoutMessageIsNamed() {
        assertThat(Failures.describe(new NullPointerException()).message()).isEqualTo("java.lang.NullPointerException");
    }

    @Test
    void survivesTheWayBack() {
        FailureInfo failure = Failures.describe(new IllegalStateException("boom"));
        WeirException thrown = Failures.toException("Job 'x' failed: ", failure);
        assertThat(thrown).hasMessage("Job 'x' failed: java.lang.IllegalStateException: boom");
        assertThat(thrown.getCause().getStackTrace()[0].getClassName())
                .isEqualTo(getClass().getName());
        assertThat(thrown.getCause().getStackTrace()[0].getMethodName()).isEqualTo("survivesTheWayBack");
        StringWriter text = new StringWriter();
        thrown.getCause().printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).isEqualTo(failure.stackTrace());
        assertThat(Failures.describe(new CompletionException(thrown.getCause())))
                .isEqualTo(failure);
    }

    @Test
    void aHugeTraceIsCut() {
        FailureInfo failure = Failures.describe(new IllegalStateException("x".repeat(100_000)));
        assertThat(failure.message()).hasSizeLessThan(3_000);
        assertThat(failure.stackTrace()).hasSizeLessThan(40_000);
    }
}
