package io.weir.plan;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds out, when a function is added to a program, whether it can travel to the cluster, and if not, which field of it
 * stands in the way. Stateless; any thread may use it.
 */
public final class SerializableCheck {
    private static final String VARIABLE = "val$";

    private SerializableCheck() {}

    /**
     * Checks a function, source or sink. An inner class that never looks at the object around it is cut off it first,
     * if that stands in the way.
     *
     * @param function the function
     * @param where what it was given to, such as {@code map()}
     * @param <F> the type of the function
     * @return the function
     * @throws WeirException if it is not serializable
     */
    public static <F> F require(F function, String where) {
        if (function == null) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "The argument of " + where + " is null.");
        }
        List<Object> visited = new ArrayList<>();
        Exception failure = write(function, visited);
        while (failure != null && cutOff(visited)) {
            visited.clear();
            failure = write(function, visited);
        }
        if (failure != null) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, problem(function, where, visited, failure), failure);
        }
        return function;
    }

    private static Exception write(Object function, List<Object> visited) {
        try (Tracer tracer = new Tracer(visited)) {
            tracer.writeObject(function);
            return null;
        } catch (IOException | RuntimeException e) {
            // The stream ends with the exception itself, which is none of the function's objects.
            while (visited.stream().anyMatch(object -> isSame(object, e))) {
                visited.remove(visited.size() - 1);
            }
            return e;
        }
    }

    /** Cuts the inner object that holds the last one visited off it, if that is the object around it. */
    private static boolean cutOff(List<Object> visited) {
        if (visited.isEmpty()) {
            return false;
        }
        Object culprit = visited.get(visited.size() - 1);
        for (Object holder : visited) {
            Field field = fieldHolding(holder, culprit);
            if (field != null) {
                return EnclosingInstance.isOne(field) && EnclosingInstance.cut(holder, field);
            }
        }
        return false;
    }

    private static String problem(Object function, String where, List<Object> visited, Exception failure) {
        String head = "The argument of " + where + " (" + nameOf(function) + ") cannot be sent to the cluster: ";
        Object culprit = visited.isEmpty() ? null : visited.get(visited.size() - 1);
        if (culprit == null || culprit instanceof Serializable) {
            return head + "writing it fails with " + failure + ".";
        }
        String what = "a " + culprit.getClass().getName() + ", which is not serializable";
        if (isSame(culprit, function)) {
            return head + "its class is not serializable. Let it implement java.io.Serializable.";
        }
        return head + holderOf(culprit, what, visited);
    }

    /** Says who holds the culprit, and what to do about it. */
    private static String holderOf(Object culprit, String what, List<Object> visited) {
        for (int i = visited.size() - 2; i >= 0; i--) {
            Object holder = visited.get(i);
            if (holder instanceof SerializedLambda lambda && captures(lambda, culprit)) {
                return capturedBy(lambda, culprit, what);
            }
            Field field = fieldHolding(holder, culprit);
            if (field != null && EnclosingInstance.isOne(field)) {
                return holder.getClass().getName() + " is an inner class and takes the object around it along, " + what
                        + ". Make it a static class, or a lambda that uses local variables only.";
            }
            if (field != null && field.isSynthetic() && field.getName().startsWith(VARIABLE)) {
                return "it uses the variable " + field.getName().substring(VARIABLE.length()) + ", which holds " + what
                        + ". Make the object in open(), or make its class serializable.";
            }
            if (field != null) {
                return "its field " + field.getDeclaringClass().getName() + "." + field.getName() + " holds " + what
                        + ". Make the field transient and fill it in open(), or make the class serializable.";
            }
        }
        return visited.stream()
                .filter(holder -> containsSame(holder, culprit))
                .findFirst()
                .map(holder -> "a " + holder.getClass().getSimpleName() + " in it holds " + what + ".")
                .orElse("it holds " + what + ".");
    }

    private static String capturedBy(SerializedLambda lambda, Object culprit, String what) {
        String capturing = lambda.getCapturingClass().replace('/', '.');
        if (culprit.getClass().getName().equals(capturing)) {
            return "the lambda uses a field or method of the " + capturing
                    + " around it, which is not serializable. Copy what it uses into a local variable first, or make"
                    + " the method static.";
        }
        return "the lambda uses a variable that holds " + what
                + ". Use a rich function that makes the object in open(), or make the class serializable.";
    }

    private static boolean captures(SerializedLambda lambda, Object culprit) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            if (isSame(lambda.getCapturedArg(i), culprit)) {
                return true;
            }
        }
        return false;
    }

    private static Field fieldHolding(Object holder, Object value) {
        for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean written = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
                if (written && !field.getType().isPrimitive() && isSame(read(field, holder), value)) {
                    return field;
                }
            }
        }
        return null;
    }

    private static Object read(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            return null; // a class of the platform, whose fields say nothing to the user
        }
    }

    private static boolean containsSame(Object holder, Object value) {
        if (holder instanceof Object[] array) {
            return Arrays.asList(array).stream().anyMatch(element -> isSame(element, value));
        }
        if (holder instanceof Map<?, ?> map) {
            return containsSame(new ArrayList<>(map.values()), value)
                    || containsSame(new ArrayList<>(map.keySet()), value);
        }
        return holder instanceof Collection<?> elements
                && elements.stream().anyMatch(element -> isSame(element, value));
    }

    private static String nameOf(Object function) {
        Class<?> type = function.getClass();
        return type.isHidden() || type.isSynthetic() ? "a lambda" : type.getName();
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    /** Writes to nowhere and remembers what it came across; the last one is what it failed at. */
    private static final class Tracer extends ObjectOutputStream {
        private final List<Object> visited;

        Tracer(List<Object> visited) throws IOException {
            super(OutputStream.nullOutputStream());
            this.visited = visited;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            visited.add(object);
            return object;
        }
    }
}
