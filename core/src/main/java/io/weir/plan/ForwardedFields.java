package io.weir.plan;

import io.weir.functions.Function;
import io.weir.functions.FunctionAnnotation;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of an input that an operation passes on unchanged, as the program says them. A value.
 *
 * @param input the input, from 0
 * @param expressions which fields; see {@link FunctionAnnotation}
 * @param said whether the program says so: then it is an error if they do not fit
 */
public record ForwardedFields(int input, List<String> expressions, boolean said) {
    /** All fields, each as it is. */
    public static final String ALL = "*";

    /** Takes a copy of the list. */
    public ForwardedFields {
        expressions = List.copyOf(expressions);
    }

    /** Makes one of what the program says. */
    public ForwardedFields(int input, List<String> expressions) {
        this(input, expressions, true);
    }

    /** Returns what the class of a function says. */
    public static List<ForwardedFields> of(Function function) {
        Class<?> type = function.getClass();
        List<ForwardedFields> said = new ArrayList<>();
        FunctionAnnotation.ForwardedFields one = type.getAnnotation(FunctionAnnotation.ForwardedFields.class);
        if (one != null) {
            said.add(new ForwardedFields(0, List.of(one.value())));
        }
        FunctionAnnotation.ForwardedFieldsFirst first =
                type.getAnnotation(FunctionAnnotation.ForwardedFieldsFirst.class);
        if (first != null) {
            said.add(new ForwardedFields(0, List.of(first.value())));
        }
        FunctionAnnotation.ForwardedFieldsSecond second =
                type.getAnnotation(FunctionAnnotation.ForwardedFieldsSecond.class);
        if (second != null) {
            said.add(new ForwardedFields(1, List.of(second.value())));
        }
        return said;
    }
}
