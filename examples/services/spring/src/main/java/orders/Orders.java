package orders;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class Orders {

    public static void main(String[] args) {
        SpringApplication.run(Orders.class, args);
    }

    @GetMapping({"/orders", "/manage", "/manage/{order}"})
    Map<String, Object> orders(Principal user) {
        return Map.of("orders", List.of(), "user", user.getName());
    }

    @GetMapping("/opening-hours")
    Map<String, Object> openingHours() {
        return Map.of("orders", List.of());
    }
}
