package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// What AuthEngine answers; of a token that does not stand, that it is not active and nothing else.
type user struct {
	Active      bool     `json:"active"`
	ID          string   `json:"sub"`
	Permissions []string `json:"permissions"`
}

var (
	endpoint = os.Getenv("AUTHENGINE_URL") + "/api/v1/auth/introspect"
	key      = os.Getenv("AUTHENGINE_KEY")
	// http.DefaultClient waits for ever, and follows redirects.
	client = &http.Client{Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
)

func introspect(ctx context.Context, token string) (u user, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(url.Values{"token": {token}}.Encode()))
	if err != nil {
		return user{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth("orders", key) // client_secret_basic; the name that the key was made for
	response, err := client.Do(request)
	if err != nil {
		return user{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return user{}, fmt.Errorf("AuthEngine answered %s", response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(&u); err != nil {
		return user{}, err
	}
	if u.Active && u.ID == "" {
		return user{}, errors.New("an answer without a user")
	}
	return u, nil
}

// require lets in whoever holds the permission now. It asks on every request.
func require(permission string, next func(http.ResponseWriter, *http.Request, user)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "sign in", http.StatusUnauthorized)
			return
		}
		u, err := introspect(r.Context(), token)
		switch {
		case err != nil: // No answer, whatever the reason, is a no.
			log.Print(err)
			http.Error(w, "unavailable", http.StatusServiceUnavailable)
		case !u.Active:
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			http.Error(w, "sign in", http.StatusUnauthorized)
		case !slices.Contains(u.Permissions, permission):
			http.Error(w, "forbidden", http.StatusForbidden)
		default:
			next(w, r, u)
		}
	}
}

func orders(w http.ResponseWriter, _ *http.Request, u user) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"orders": []string{}, "user": u.ID})
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/orders", require("orders.view", orders))
	mux.HandleFunc("/manage", require("orders.manage", orders))
	mux.HandleFunc("/manage/", require("orders.manage", orders))
	mux.HandleFunc("/opening-hours", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(`{"orders":[]}`)) })
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), mux))
}
