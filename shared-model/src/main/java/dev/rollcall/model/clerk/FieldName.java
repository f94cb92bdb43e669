package dev.rollcall.model.clerk;

import java.lang.reflect.RecordComponent;

/** Clerk's name of a record component, which is also its column's: snake_case. */
public final class FieldName {

    private FieldName() {}

    /** For instance {@code primary_web3_wallet_id} for {@code primaryWeb3WalletId}. */
    public static String of(RecordComponent component) {
        StringBuilder snake = new StringBuilder();
        for (char character : component.getName().toCharArray()) {
            if (Character.isUpperCase(character)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(character));
        }
        return snake.toString();
    }
}
